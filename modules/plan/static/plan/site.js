// The map, drawn when the visitor asks for it. The list beside it says the same, and is there without it.

for (const plan of document.querySelectorAll("[data-plan]")) {
  const box = plan.querySelector(".plan__map");
  const button = box.querySelector("button");
  box.hidden = false;

  const loaded = (element) => new Promise((done, failed) => {
    element.onload = done;
    element.onerror = failed;
    document.head.append(element);
  });

  const places = () => [...plan.querySelectorAll("[data-lat]")].map((item) => ({
    position: [Number(item.dataset.lat), Number(item.dataset.lon)],
    name: item.querySelector("h3").textContent,
    address: item.querySelector("span").textContent,
  }));

  const said = ({ name, address }) => {
    const words = document.createElement("p");
    words.append(Object.assign(document.createElement("strong"), { textContent: name }), address);
    return words;
  };

  const draw = () => {
    const { L } = window;
    const target = Object.assign(document.createElement("div"), { className: "plan__draw", tabIndex: 0 });
    target.setAttribute("role", "region");
    target.setAttribute("aria-label", plan.dataset.label);
    box.replaceChildren(target);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(target, { zoomControl: false, scrollWheelZoom: false, minZoom: 11, maxZoom: 18, zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still });
    map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: plan.dataset.in, zoomOutTitle: plan.dataset.out }).addTo(map);
    L.tileLayer(plan.dataset.tiles, { attribution: '© <a href="https://www.openstreetmap.org/copyright" rel="external">OpenStreetMap</a>', minZoom: 11, maxZoom: 18, keepBuffer: 0 }).addTo(map);
    const icon = L.divIcon({ className: "plan__pin", iconSize: [32, 32], iconAnchor: [16, 38], popupAnchor: [0, -34] });
    const shown = places();
    for (const place of shown) L.marker(place.position, { icon, title: place.name, alt: place.name, keyboard: true }).addTo(map).bindPopup(said(place), { minWidth: 190 });
    map.fitBounds(shown.map(({ position }) => position), { maxZoom: 16, padding: [40, 40], animate: false });
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    target.focus();
  };

  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: plan.dataset.style });
      const script = Object.assign(document.createElement("script"), { src: plan.dataset.script });
      await Promise.all([loaded(style), window.L ? null : loaded(script)]);
      draw();
    } catch {
      button.disabled = false;  // the list still says where things are
    }
  });
}
