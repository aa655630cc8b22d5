"use strict";
(() => {
    const pictures = [...document.querySelectorAll("#pictures figure")].map(figure => ({
        name: figure.dataset.name,
        told: figure.dataset.told,
        image: figure.querySelector("img"),
        differences: new Map()
    }));
    const byId = id => document.getElementById(id);
    const stage = byId("stage");
    // As it is coded: its property width is what the page made of it.
    const width = Number(pictures[0].image.getAttribute("width"));
    const height = Number(pictures[0].image.getAttribute("height"));
    const SMALLEST = 1 / 16;
    const LARGEST = 32;
    const state = {
        mode: "wipe",
        left: 0,
        right: Math.max(1, pictures.findIndex(picture => picture.name === "nnz")),
        wipe: 50,
        gain: 8,
        difference: false,
        fitted: true,
        scale: 1,
        x: width / 2,
        y: height / 2
    };
    let layers = [];

    /** The absolute difference from the original, amplified, as a picture. */
    function difference(picture) {
        if (!picture.differences.has(state.gain)) {
            const read = image => {
                const canvas = document.createElement("canvas");
                canvas.width = width;
                canvas.height = height;
                const context = canvas.getContext("2d", {willReadFrequently: true});
                context.drawImage(image, 0, 0);
                return [canvas, context, context.getImageData(0, 0, width, height)];
            };
            const [, , original] = read(pictures[0].image);
            const [canvas, context, own] = read(picture.image);
            for (let i = 0; i < own.data.length; i += 4) {
                for (let band = 0; band < 3; band++) {
                    own.data[i + band] = Math.abs(own.data[i + band] - original.data[i + band]) * state.gain;
                }
                own.data[i + 3] = 255;
            }
            context.putImageData(own, 0, 0);
            picture.differences.set(state.gain, canvas.toDataURL());
        }
        return picture.differences.get(state.gain);
    }

    /** The original stays itself: a black picture would tell nothing. */
    const differs = picture => state.difference && picture !== pictures[0];

    function layer(picture) {
        const image = document.createElement("img");
        image.alt = "";
        image.draggable = false;
        image.width = width;
        image.height = height;
        image.src = differs(picture) ? difference(picture) : picture.image.src;
        layers.push(image);
        return image;
    }

    function tag(picture, side) {
        const tag = document.createElement("div");
        tag.className = "tag " + side;
        const name = document.createElement("b");
        name.textContent = picture.name;
        tag.append(name, " " + picture.told + (differs(picture) ? ", difference × " + state.gain : ""));
        return tag;
    }

    function pane(...children) {
        const pane = document.createElement("div");
        pane.className = "pane";
        pane.append(...children);
        return pane;
    }

    /** Builds what is shown anew. */
    function build() {
        layers = [];
        stage.textContent = "";
        for (const id of ["wiper", "left-label", "right-label"]) {
            byId(id).hidden = state.mode !== "wipe";
        }
        byId("gain-label").hidden = !state.difference;
        byId("left").value = state.left;
        byId("right").value = state.right;
        byId("difference").checked = state.difference;
        document.querySelectorAll("[name=mode]").forEach(radio => radio.checked = radio.value === state.mode);
        if (state.mode === "wipe") {
            const [left, right] = [pictures[state.left], pictures[state.right]];
            const clip = document.createElement("div");
            clip.className = "clip";
            clip.append(layer(right));
            const divider = document.createElement("div");
            divider.className = "divider";
            stage.append(pane(layer(left), clip, tag(left, "start"), tag(right, "end"), divider));
        } else {
            for (const picture of pictures) {
                const single = pane(layer(picture), tag(picture, "start"));
                single.classList.add("single");
                stage.append(single);
            }
        }
        arrange();
    }

    /** Divides the stage so that the panes have about the shape of the picture. */
    function arrange() {
        const count = stage.children.length;
        let best = 1;
        let largest = 0;
        for (let columns = 1; columns <= count; columns++) {
            const rows = Math.ceil(count / columns);
            const size = Math.min(stage.clientWidth / columns / width, stage.clientHeight / rows / height);
            if (size > largest) {
                largest = size;
                best = columns;
            }
        }
        stage.style.gridTemplateColumns = `repeat(${best}, 1fr)`;
        stage.style.gridTemplateRows = `repeat(${Math.ceil(count / best)}, 1fr)`;
        if (state.fitted) {
            fit();
        } else {
            show();
        }
    }

    function fit() {
        const pane = stage.firstElementChild;
        const scale = Math.min(pane.clientWidth / width, pane.clientHeight / height);
        Object.assign(state, {fitted: true, scale, x: width / 2, y: height / 2});
        show();
    }

    /** Places every layer by the one view that all share. */
    function show() {
        state.x = Math.min(width, Math.max(0, state.x));
        state.y = Math.min(height, Math.max(0, state.y));
        const pane = stage.firstElementChild;
        const left = pane.clientWidth / 2 - state.x * state.scale;
        const top = pane.clientHeight / 2 - state.y * state.scale;
        for (const image of layers) {
            image.style.transform = `translate(${left}px, ${top}px) scale(${state.scale})`;
            image.classList.toggle("pixels", state.scale >= 2);
        }
        const clip = stage.querySelector(".clip");
        if (clip) {
            clip.style.clipPath = `inset(0 0 0 ${state.wipe}%)`;
            stage.querySelector(".divider").style.left = state.wipe + "%";
            byId("wipe").value = state.wipe;
        }
        byId("scale").textContent = Math.round(100 * state.scale) + " %";
    }

    /** Zooms about a place in the pane, which stays where it is. */
    function zoom(factor, px, py) {
        const pane = stage.firstElementChild;
        const dx = (px ?? pane.clientWidth / 2) - pane.clientWidth / 2;
        const dy = (py ?? pane.clientHeight / 2) - pane.clientHeight / 2;
        const scale = Math.min(LARGEST, Math.max(SMALLEST, state.scale * factor));
        state.x += dx / state.scale - dx / scale;
        state.y += dy / state.scale - dy / scale;
        state.scale = scale;
        state.fitted = false;
        show();
    }

    function move(dx, dy) {
        state.x -= dx / state.scale;
        state.y -= dy / state.scale;
        state.fitted = false;
        show();
    }

    function wipe(percent) {
        state.wipe = Math.min(100, Math.max(0, percent));
        show();
    }

    /** Place of an event in the pane that it happened in. */
    function place(event) {
        const pane = event.target.closest(".pane") ?? stage.firstElementChild;
        const box = pane.getBoundingClientRect();
        return [event.clientX - box.left, event.clientY - box.top];
    }

    const fingers = new Map();
    let wiping = false;
    stage.addEventListener("pointerdown", event => {
        stage.setPointerCapture(event.pointerId);
        fingers.set(event.pointerId, event);
        wiping = fingers.size === 1 && event.target.classList.contains("divider");
        stage.classList.add("moving");
    });
    stage.addEventListener("pointermove", event => {
        const before = fingers.get(event.pointerId);
        if (!before) {
            return;
        }
        fingers.set(event.pointerId, event);
        if (wiping) {
            const box = stage.getBoundingClientRect();
            wipe(100 * (event.clientX - box.left) / box.width);
        } else if (fingers.size === 1) {
            move(event.clientX - before.clientX, event.clientY - before.clientY);
        } else if (fingers.size === 2) {
            const other = [...fingers.values()].find(finger => finger.pointerId !== event.pointerId);
            const distance = finger => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
            if (distance(before) > 0) {
                zoom(distance(event) / distance(before));
            }
            move((event.clientX - before.clientX) / 2, (event.clientY - before.clientY) / 2);
        }
    });
    for (const type of ["pointerup", "pointercancel"]) {
        stage.addEventListener(type, event => {
            fingers.delete(event.pointerId);
            wiping = false;
            stage.classList.toggle("moving", fingers.size > 0);
        });
    }
    stage.addEventListener("wheel", event => {
        event.preventDefault();
        zoom(Math.exp(-event.deltaY / 400), ...place(event));
    }, {passive: false});
    stage.addEventListener("dblclick", event => zoom(2, ...place(event)));

    const keys = {
        ArrowLeft: () => move(48, 0),
        ArrowRight: () => move(-48, 0),
        ArrowUp: () => move(0, 48),
        ArrowDown: () => move(0, -48),
        "+": () => zoom(Math.SQRT2),
        "=": () => zoom(Math.SQRT2),
        "-": () => zoom(Math.SQRT1_2),
        "0": fit,
        ",": () => wipe(state.wipe - 2),
        ".": () => wipe(state.wipe + 2),
        a: () => {
            state.mode = state.mode === "wipe" ? "all" : "wipe";
            build();
        },
        d: () => {
            state.difference = !state.difference;
            build();
        }
    };
    stage.addEventListener("keydown", event => {
        if (event.ctrlKey || event.metaKey || event.altKey) {
            return;
        }
        const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
        if (digit && digit[1] <= pictures.length) {
            state[event.shiftKey ? "left" : "right"] = digit[1] - 1;
            build();
        } else if (keys[event.key]) {
            keys[event.key]();
        } else {
            return;
        }
        event.preventDefault();
    });

    for (const side of ["left", "right"]) {
        pictures.forEach((picture, index) => byId(side).add(new Option(picture.name, index)));
        byId(side).addEventListener("change", event => {
            state[side] = Number(event.target.value);
            build();
        });
    }
    document.querySelectorAll("[name=mode]").forEach(radio => radio.addEventListener("change", () => {
        state.mode = radio.value;
        build();
    }));
    byId("difference").addEventListener("change", event => {
        state.difference = event.target.checked;
        build();
    });
    byId("gain").addEventListener("input", event => {
        state.gain = 2 ** event.target.value;
        byId("gain-value").textContent = state.gain;
        build();
    });
    byId("wipe").addEventListener("input", event => wipe(Number(event.target.value)));
    byId("in").addEventListener("click", () => zoom(Math.SQRT2));
    byId("out").addEventListener("click", () => zoom(Math.SQRT1_2));
    byId("fit").addEventListener("click", fit);
    byId("one").addEventListener("click", () => zoom(1 / state.scale));
    new ResizeObserver(() => stage.firstElementChild && arrange()).observe(stage);

    byId("viewer").hidden = false;
    byId("pictures").hidden = true;
    const start = new URLSearchParams(location.hash.slice(1));
    state.mode = start.get("mode") === "all" ? "all" : "wipe";
    state.difference = start.has("difference");
    build();
    if (start.has("zoom")) {
        zoom((Number(start.get("zoom")) || 1) / state.scale);
    }
})();
