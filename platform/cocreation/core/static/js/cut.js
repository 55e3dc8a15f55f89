// One slider between coarser and finer: its groups follow at once; without it, a number and a button do the same.
const box = document.querySelector("[data-cut]");
if (box) {
  const [number, slider] = ["groups", "groups-slider"].map((id) => document.getElementById(id));
  const shown = document.getElementById("cut-groups");
  const button = box.querySelector("button");
  let timer, asked = 0;
  const show = async () => {
    const turn = ++asked;
    const answer = await fetch(`${box.dataset.cut}?part=1&groups=${slider.value}`);
    if (!answer.ok || turn !== asked) return;
    const part = new DOMParser().parseFromString(await answer.text(), "text/html");
    shown.replaceChildren(...part.body.childNodes);
  };
  const follow = (from, to) => from.addEventListener("input", () => {
    to.value = from.value;
    clearTimeout(timer);
    timer = setTimeout(show, 120);
  });
  follow(slider, number);
  follow(number, slider);
  button.remove();
}
