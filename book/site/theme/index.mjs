import DefaultTheme from "vitepress/theme-without-fonts";

import Layout from "./Layout.vue";
import "./fonts.css";
import "./palette.css";
import "./page.css";
import "./blocks.css";
import "./figures.css";
import "./print.css";

export default { extends: DefaultTheme, Layout };
