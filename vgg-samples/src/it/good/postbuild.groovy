// The README's third step showed the network, its fourth trained it, saved it and used what was saved.
def log = new File(basedir, 'build.log').readLines()
def printed = { line -> line in log }

assert printed('ShoeVgg: 3 x 64 x 48 -> 3 classes')
assert printed('total                                      1,630,019  46,694,784')
assert printed('Labels: TRAINER, SANDAL, BOOT')

def losses = log.collect { it =~ /^trained: loss ([\d.]+), then ([\d.]+)$/ }.find { it.matches() }
assert losses != null: 'no finite loss was printed'
def (first, last) = [losses.group(1) as double, losses.group(2) as double]
assert last < first / 2

// Every image is bright in the channel of its class, and one in three is what guessing gives.
assert printed('loaded: accuracy 1.0000, boot.png is a BOOT')
assert new File(basedir, 'shoes.safetensors').length() > 4 * 1_630_019
