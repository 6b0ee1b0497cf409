// Between two bakes, a deadline that passes while one reads: the words follow at that very instant.

for (const tag of document.querySelectorAll("[data-until]")) {
  const words = tag.querySelector("[data-over]");
  const until = Date.parse(tag.dataset.until);
  const look = () => {
    const left = until - Date.now();
    if (left <= 0) words.textContent = words.dataset.over;
    else setTimeout(look, Math.min(left, 86400000));
  };
  look();
}
