import { everything } from "../../api.js";

export default everything;
