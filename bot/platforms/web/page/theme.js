// The remembered theme, before the first paint: a page that turns dark after it was white hurts.
(() => {
  try {
    const theme = localStorage.getItem("prebell-theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the system's theme stands.
  }
})();
