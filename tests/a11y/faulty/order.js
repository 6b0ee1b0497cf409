// The Tab key goes back to a link that was passed already.
document.querySelector("#quatre").addEventListener("keydown", (event) => {
  if (event.key !== "Tab") return;
  event.preventDefault();
  document.querySelector("#deux").focus();
});
