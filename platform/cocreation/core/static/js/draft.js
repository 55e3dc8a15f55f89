// What is being written stays on this device until it has reached us: a closed tab, a lost network or a session
// that ended lose nothing. Without scripts each page is kept by the server as soon as it is sent.
const PREFIX = "draft:";
const KEPT_FOR = 30 * 24 * 3600 * 1000;

// A browser may refuse to keep anything at all; then the page is as it is without scripts.
const store = (() => {
  try {
    localStorage.setItem(`${PREFIX}test`, "1");
    localStorage.removeItem(`${PREFIX}test`);
    return localStorage;
  } catch {
    return null;
  }
})();

const keys = () => Object.keys(store ?? {}).filter((key) => key.startsWith(PREFIX));

function read(key) {
  try {
    const kept = JSON.parse(store.getItem(key));
    if (kept && Date.now() - kept.at < KEPT_FOR) return kept;
  } catch {
    // Nothing of ours can be read there: it goes.
  }
  store.removeItem(key);
  return null;
}

function write(key, kept) {
  try {
    store.setItem(key, JSON.stringify({ ...kept, at: Date.now() }));
  } catch {
    // The device is full: the page goes on as it is without scripts.
  }
}

const fieldsOf = (form) => [...form.elements].filter((one) => one.name && !["hidden", "submit", "file"].includes(one.type));
const ticks = (field) => ["radio", "checkbox"].includes(field.type);
const said = (form) => fieldsOf(form).map((field) => (ticks(field) ? field.checked : field.value));

function putBack(form, values) {
  const fields = fieldsOf(form);
  // A list that has changed since is another question.
  if (!Array.isArray(values) || fields.length !== values.length) return false;
  fields.forEach((field, place) => {
    if (ticks(field)) field.checked = values[place] === true;
    else field.value = String(values[place]);
    field.dispatchEvent(new Event("input"));
  });
  return true;
}

function writing(form) {
  const own = `${PREFIX}${form.dataset.draft}:${form.dataset.step}`;
  const note = document.querySelector("[data-kept-here]");
  const words = note?.querySelector("[data-words]");
  const seen = form.querySelector("[name=seen]");
  const atFirst = JSON.stringify(said(form));
  let timer;

  const tell = (what) => {
    if (!note) return;
    words.textContent = words.dataset[what];
    note.hidden = false;
  };
  const keep = (sent = false) => {
    clearTimeout(timer);
    const values = said(form);
    if (!sent && JSON.stringify(values) === atFirst) return store.removeItem(own);
    const texts = fieldsOf(form).map((field) => (["text", "textarea"].includes(field.type) ? field.labels[0]?.textContent : null));
    write(own, { values, texts, seen: seen?.value ?? "", page: location.pathname + location.search, sent });
  };

  const kept = read(own);
  if (kept && form.hasAttribute("data-fresh")) {
    if (JSON.stringify(kept.values) === atFirst) store.removeItem(own);
    else if (putBack(form, kept.values)) {
      // Were the text changed elsewhere meanwhile, the mark of then lets the server show both.
      if (seen && kept.seen) seen.value = kept.seen;
      tell("restored");
    }
  }
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 300);
  });
  form.addEventListener("change", () => keep());
  addEventListener("pagehide", () => {
    if (!read(own)?.sent) keep();
  });
  addEventListener("offline", () => tell("offline"));
  addEventListener("online", () => {
    if (!note?.hidden) tell("online");
  });
  form.addEventListener("submit", (event) => {
    keep(navigator.onLine);
    if (navigator.onLine) return;
    event.preventDefault();
    tell("offline");
    note?.scrollIntoView({ block: "center" });
  });
  return own;
}

// Without the network: what was written on this device, to read and to go on with.
function offline(place) {
  for (const key of keys()) {
    const kept = read(key);
    if (!kept) continue;
    write(key, { ...kept, sent: false });
    kept.texts?.forEach((label, index) => {
      if (label === null || !kept.values[index]) return;
      const piece = place.querySelector("template").content.cloneNode(true);
      const area = piece.querySelector("textarea");
      area.id = `kept-${key}-${index}`;
      piece.querySelector("label").htmlFor = area.id;
      piece.querySelector("label").textContent = label;
      piece.querySelector("a").href = kept.page;
      area.value = kept.values[index];
      area.addEventListener("input", () => {
        kept.values[index] = area.value;
        write(key, { ...kept, sent: false });
      });
      place.append(piece);
    });
  }
  document.querySelector("[data-nothing-kept]").hidden = place.querySelector("textarea") !== null;
  addEventListener("online", () => location.reload());
}

// While one types: published ideas like this one.
function near(place, form) {
  const field = form.querySelector("[name=title], [name=body]");
  const known = new Map();
  let timer;
  let last = "";
  const ask = async () => {
    const typed = field.value.trim();
    if (typed === last || typed.length < 15) return;
    last = typed;
    if (!known.has(typed)) {
      const title = field.name === "title" ? typed : place.dataset.title;
      const text = field.name === "title" ? "" : typed.slice(0, 4000);
      const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, title, text });
      const answer = await fetch(place.dataset.near, { method: "POST", body }).catch(() => null);
      if (!answer?.ok) return;
      known.set(typed, await answer.text());
    }
    if (typed !== last) return;
    const found = new DOMParser().parseFromString(known.get(typed), "text/html");
    place.replaceChildren(...found.body.childNodes);
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 900);
  });
  if (field.value) timer = setTimeout(ask, 900);
}

const form = document.querySelector("form[data-draft]");
const leftOver = document.querySelector("[data-offline-list]");
if (store && leftOver) offline(leftOver);
else if (store) {
  const own = form ? writing(form) : "";
  // Another page of ours has come: what was sent before it has arrived.
  for (const key of keys()) if (key !== own && read(key)?.sent) store.removeItem(key);
}
const place = document.querySelector("[data-near]");
if (place && form) near(place, form);

const forget = document.querySelector("[data-forget]");
forget?.addEventListener("submit", () => {
  for (const key of keys()) {
    if (key.startsWith(`${PREFIX}${forget.dataset.forget}:`) || key.startsWith(`${PREFIX}new:`)) store.removeItem(key);
  }
});

// Only whoever writes gets the page that stands in for ours when the network is gone.
if (form) navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
