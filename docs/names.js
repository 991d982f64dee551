// The theme leaves its search without a name for those who listen to the page.
document.querySelector(".md-search[role=dialog]:not([aria-label])")?.setAttribute("aria-label", "Search");
