// What a page gains where scripts run. Without them every page works the same, a little less quickly.

// The summary of errors takes the focus, in browsers that do not give it by themselves.
document.getElementById("error-summary")?.focus();

// A second click on a button sends nothing twice. The server counts once as well, but the answer to the second
// sending would hide the first.
let sent = null;
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (sent === event.target) event.preventDefault();
  sent = event.target;
  setTimeout(() => (sent = null), 1000);
});

// The count of characters follows the typing; going over is allowed, and said.
for (const area of document.querySelectorAll("[data-limit]")) {
  const line = document.getElementById(`${area.id}-count`);
  if (!line) continue;
  const said = document.createElement("span");
  line.append(" ", said);
  const count = () => {
    const length = [...area.value.normalize("NFC")].length;
    said.textContent = length ? `${line.dataset.now} ${length}` : "";
    line.classList.toggle("over", length > Number(area.dataset.limit));
  };
  area.addEventListener("input", count);
  count();
}

// One key, one decision: outside of fields, and only while the person has not silenced the keys.
const keysSwitch = document.querySelector("[data-keys-switch]");
if (keysSwitch) {
  const box = keysSwitch.querySelector("input");
  const kept = "single-keys";
  keysSwitch.hidden = false;
  box.checked = localStorage.getItem(kept) !== "off";
  box.addEventListener("change", () => localStorage.setItem(kept, box.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!wanted) return;
    event.preventDefault();
    // What opens keeps the focus, so that the next key reaches what it opened.
    if (wanted.matches("summary")) wanted.focus();
    wanted.click();
  });
}
