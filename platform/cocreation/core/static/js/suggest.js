// A search field that answers while one types: an ARIA combobox over a list the server gives.
// Without this module the field is a plain search, which finds the same.

for (const field of document.querySelectorAll("[data-suggestions]")) {
  const list = document.createElement("ul");
  list.id = `${field.id}-suggestions`;
  list.className = "suggestions";
  list.role = "listbox";
  list.hidden = true;
  list.ariaLabel = field.labels[0]?.textContent ?? "";
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.role = "status";
  field.after(list, said);
  field.role = "combobox";
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");

  let options = [];
  let at = -1;
  let timer;
  let asked = "";
  const kept = new Map();

  const close = () => {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const choose = (place) => {
    at = (place + options.length) % options.length;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    field.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };

  const show = (found) => {
    options = found.map(({ label, href, kind, lang }, number) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${number}`;
      option.role = "option";
      option.dataset.href = href;
      option.setAttribute("aria-selected", "false");
      const words = document.createElement("span");
      words.textContent = label;
      words.dir = "auto";
      if (lang) words.lang = lang;
      const note = document.createElement("small");
      note.textContent = kind;
      option.append(words, note);
      return option;
    });
    list.replaceChildren(...options);
    said.textContent = options.length ? field.dataset.found : "";
    if (!options.length) return close();
    list.hidden = false;
    at = -1;
    field.setAttribute("aria-expanded", "true");
  };

  const ask = async () => {
    asked = field.value.trim();
    if ([...asked].length < 2) return close();
    if (!kept.has(asked)) {
      const words = asked;
      try {
        const answer = await fetch(`${field.dataset.suggestions}?${new URLSearchParams({ q: words })}`);
        if (!answer.ok) return close();
        kept.set(words, (await answer.json()).suggestions);
      } catch {
        return close();
      }
      // An answer that comes late is not shown over a newer one.
      if (words !== asked) return;
    }
    if (document.activeElement === field) show(kept.get(asked));
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 180);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      if (list.hidden) show(kept.get(asked) ?? []);
      else choose(event.key === "ArrowDown" ? at + 1 : Math.max(at, 0) - 1);
    } else if (event.key === "Enter" && at >= 0 && !list.hidden) {
      event.preventDefault();
      location.assign(options[at].dataset.href);
    }
  });
  field.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.href);
  });
}
