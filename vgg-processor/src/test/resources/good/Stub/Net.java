package stub;

/** As the stub of a Kotlin interface looks: everything in full, modifiers that Java implies. */
@kotlin.Metadata(mv = {1, 9, 0}, k = 1, d1 = {"\u0000"})
@io.github.vgg4j.VggArch(value = {@io.github.vgg4j.Block(convs = 1, out = 8, kernel = {3}, pool = io.github.vgg4j.Pool.MAX), @io.github.vgg4j.Block(convs = 1, out = 16)}, input = @io.github.vgg4j.Input(channels = 1, height = 8, width = 8), head = @io.github.vgg4j.Head(hidden = {}, labels = stub.Net.Answer.class))
public abstract interface Net {

    public abstract java.lang.String name();

    @io.github.vgg4j.Tap(value = "block1")
    public abstract io.github.vgg4j.tensor.Tensor early(stub.NetNetwork.Images images);

    public static enum Answer {
        /*public static final*/ YES /* = new YES() */,
        /*public static final*/ NO /* = new NO() */;
    }
}
