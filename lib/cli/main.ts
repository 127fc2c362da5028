#!/usr/bin/env node
import './compile-cache';
import { runCommandLine } from './command-line';

runCommandLine();
