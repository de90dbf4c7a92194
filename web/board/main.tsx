/** Starts the hall's call-up display in the page. */
import { createRoot } from "react-dom/client";
import "../shell/global.css";
import { BoardApp } from "./BoardApp";

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<BoardApp />);
