package mistakes;

import io.github.vgg4j.Preset;
import io.github.vgg4j.VggArch;

@VggArch(preset = Preset.VGG61)
interface MisspeltPreset {}
