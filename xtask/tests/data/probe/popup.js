document.querySelector("button").onclick = () => { document.querySelector("p").textContent = "Pressed"; };
