// A link that the Tab key does not leave.
document.querySelector("#piege").addEventListener("keydown", (event) => { if (event.key === "Tab") event.preventDefault(); });
document.querySelector("a[href='#contenu']").addEventListener("click", (event) => event.preventDefault());
