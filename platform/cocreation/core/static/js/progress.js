// A bar that follows a piece of long work; without it, the page has a link that looks again.
const bar = document.querySelector("progress[data-follow]") ?? document.querySelector("[data-follow] progress");
const source = document.querySelector("[data-follow]")?.dataset.follow;
if (bar && source) {
  const words = document.querySelector("[data-follow] .figure");
  const look = async () => {
    const answer = await fetch(source, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const state = await answer.json();
    bar.value = state.value;
    if (words) words.textContent = state.text;
    if (state.over) location.reload();
    else setTimeout(look, 1000);
  };
  setTimeout(look, 600);
}
