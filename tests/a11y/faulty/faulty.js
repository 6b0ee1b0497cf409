// Faults that only a script can make.
localStorage.setItem("visiteur", "1");
const late = document.createElement("h2");
late.textContent = "Un titre venu par script";
document.querySelector("#apres").append(late);
document.querySelector("summary")?.parentElement.addEventListener("mouseenter", ({ currentTarget }) => { currentTarget.open = true; });
addEventListener("keydown", (event) => { if (event.key === "Escape") event.preventDefault(); });
throw new Error("Une erreur");
