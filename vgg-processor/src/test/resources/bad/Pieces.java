package demo;

import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/** A bracket that closes too early: what is missing then is no mistake of its own. */
@VggArch(config = "8 M 8 M 8 M 8 M 8 M 8 M 8 M 8 M")
@Input(height = 512, width = 512) // ERROR [compiler]
interface Pieces {}
