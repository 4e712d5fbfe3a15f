// Maven compiles a module whole or not at all, after it has removed what the last compilation made.
def first = context.first
def now = context.outputs.call()
def hashes = { outputs, name -> outputs.findAll { it.key.contains(name) }.collectEntries { file, made -> [file, made[1]] } }

// The changed network has another class: 224 + 16,416 + 99 parameters have become 448 + 32,800 + 99.
def source = new File(basedir, 'target/generated-sources/annotations/shop/EditedNetwork.java').text
assert source.contains('PARAMETERS = 33_347L;')
assert hashes(now, 'shop/EditedNetwork.class') != hashes(first, 'shop/EditedNetwork.class')

// The network left alone was generated and compiled again, to the last byte the same.
assert hashes(now, 'Untouched') == hashes(first, 'Untouched')
assert hashes(now, 'Untouched').size() == 7

// Of the one that is gone, only the interface is left: no class, no source, no entry of vgg's list.
def left = now.keySet().findAll { it.contains('Removed') } as List
assert left == ['target/classes/shop/Removed.class']
assert now.size() == first.size() - 6
