import { homedir } from "node:os";
import manifest from "../package.json";
import { cancelled } from "./core/base/abort";
import { ZfsrError } from "./core/base/errors";
import type { Log } from "./core/base/log";
import { createHosts } from "./core/hosts/createHosts";
import { askpassVariables, answerAskpass } from "./core/hosts/prompts/askpass";
import type { Environment, GlobalOptions } from "./cli/environment";
import { exitCodeOfError } from "./cli/exitCodes";
import { createProgram } from "./cli/program";
import { terminalPrompter } from "./cli/terminalPrompter";

/** The root of the command line form: puts the parts together, runs one command, and ends with its exit code. */
