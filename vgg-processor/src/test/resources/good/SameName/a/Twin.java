package same.a;

import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

/** There is another of this name in another package. */
@VggArch(config = "8 M", input = @Input(height = 8, width = 8))
public interface Twin {}
