// A sheet of marks by keyboard: digits mark one criterion after the other, Enter goes on, and what is marked is saved
// as one goes. Without scripts the form is sent by its button.
const PAUSE_MS = 400;

function byKeyboard(form, keys) {
  const criteria = [...form.querySelectorAll("fieldset")];
  const marksOf = (place) => [...(criteria[place]?.querySelectorAll("input") ?? [])];
  let current = Math.max(0, criteria.findIndex((one) => !one.querySelector(":checked")));
  let typed = "";

  const go = (place) => {
    typed = "";
    current = place;
    const next = criteria[place] ?? form.querySelector("button");
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  const type = (character) => {
    let text = typed + character;
    if (typed && !marksOf(current).some((mark) => mark.value.startsWith(text))) {
      // No mark of the scale begins so: the one before stands, and this is the next one's.
      go(current + 1);
      text = character;
    }
    const found = marksOf(current).filter((mark) => mark.value.startsWith(text));
    const mark = found.find((one) => one.value === text);
    if (mark && !mark.checked) mark.click();
    typed = found.length > 1 || (found.length && !mark) ? text : "";
    if (mark && !typed) go(current + 1);
  };

  form.addEventListener("focusin", (event) => {
    const place = criteria.indexOf(event.target.closest("fieldset"));
    if (place < 0 || place === current) return;
    current = place;
    typed = "";
  });
  document.addEventListener("keydown", (event) => {
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("textarea, input:not([type=radio]), select, a, button, summary")) return;
    // Digits of Arabic keyboards are read too, and the comma as well as the point.
    const key = event.key.replace(/[٠-٩]/, (digit) => digit.charCodeAt() - 0x660).replace(/[,٫]/, ".");
    if (key === "Enter") form.requestSubmit();
    else if (/^[0-9.]$/.test(key)) type(key);
    else return;
    event.preventDefault();
  });
}

function savedAsOneGoes(form) {
  const line = form.querySelector("[data-saved]");
  let timer;
  let underWay = 0;
  let last = Promise.resolve();

  const send = async () => {
    const body = new FormData(form);
    body.set("then", "here");
    underWay += 1;
    const answer = await fetch(form.action, { method: "POST", body, keepalive: true }).catch(() => null);
    underWay -= 1;
    // Anything but «nothing to show» is a refusal, or the page of signing in.
    line.textContent = answer?.status === 204 ? line.dataset.saved : line.dataset.unsaved;
  };
  const save = () => {
    clearTimeout(timer);
    timer = 0;
    last = last.then(send);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    line.textContent = "";
    timer = setTimeout(save, PAUSE_MS);
  });
  addEventListener("pagehide", () => timer && save());
  // What was sent before must not arrive after the whole.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    timer = 0;
    if (!underWay) return;
    event.preventDefault();
    last.then(() => form.requestSubmit(event.submitter));
  });
}

const sheet = document.querySelector("[data-marks] form");
const keys = document.querySelector("[data-keys-switch] input");
if (sheet && keys) byKeyboard(sheet, keys);
if (sheet?.closest("[data-marks=scoring]")) savedAsOneGoes(sheet);
