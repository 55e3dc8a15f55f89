// A discussion: long branches open in place, a reply is written below what it answers, and a text being written is
// kept by the browser. Without scripts each of these is a page of its own.

const said = document.querySelector("[data-said][role=status]") ?? document.querySelector("p[data-said]");

// What a branch folded away is read from its page and put where it belongs.
async function open(link) {
  link.setAttribute("aria-busy", "true");
  const answer = await fetch(link.href).catch(() => null);
  if (!answer?.ok) return location.assign(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const key = CSS.escape(link.dataset.more);
  const earlier = "earlier" in link.dataset;
  const coming = page.querySelector(`[data-list="${key}"]`);
  const list = document.querySelector(`[data-list="${key}"]`);
  if (!coming || !list) return location.assign(link.href);
  const items = [...coming.children].filter((item) => !document.getElementById(item.id));
  list[earlier ? "prepend" : "append"](...items);
  const next = page.querySelector(`[data-more="${key}"]${earlier ? "[data-earlier]" : ":not([data-earlier])"}`);
  const place = link.closest(".more");
  if (next) place.replaceWith(next.closest(".more"));
  else place.remove();
  items[0]?.focus();
  if (said) said.textContent = coming.dataset.said ?? "";
}

// The one form of the page moves below the comment that is answered, and back.
const form = document.getElementById("comment-form");
const fields = form?.querySelector("form");
const title = form?.querySelector("[data-reply]");
const cancel = form?.querySelector("[data-cancel]");
const home = form && document.createComment("");
const own = title?.textContent;
form?.before(home);

function answer(link) {
  const item = document.getElementById(`comment-${link.dataset.replyTo}`);
  item.querySelector(":scope > .foot").after(form);
  fields.elements.parent.value = link.dataset.replyTo;
  title.textContent = `${title.dataset.reply} \u2068${link.dataset.name}\u2069`;
  cancel.parentElement.hidden = false;
  fields.elements.source.focus();
}

cancel?.addEventListener("click", () => {
  home.after(form);
  fields.elements.parent.value = "";
  title.textContent = own;
  cancel.parentElement.hidden = true;
  fields.elements.source.focus();
});

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const more = event.target.closest("[data-more]");
  const reply = event.target.closest("[data-reply-to]");
  if (!more && !(reply && title)) return;
  event.preventDefault();
  if (more) open(more);
  else answer(reply);
});

// A text being written outlives a closed tab; it goes once it is posted.
const area = fields?.elements.source;
if (area) {
  const kept = `comment-${form.dataset.draft}`;
  const sent = `${kept}-sent`;
  if (sessionStorage.getItem(sent) && new URLSearchParams(location.search).has("comment")) localStorage.removeItem(kept);
  sessionStorage.removeItem(sent);
  area.value ||= localStorage.getItem(kept) ?? "";
  area.addEventListener("input", () =>
    area.value ? localStorage.setItem(kept, area.value) : localStorage.removeItem(kept));
  fields.addEventListener("submit", () => sessionStorage.setItem(sent, "1"));
}
