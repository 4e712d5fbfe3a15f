// One network is changed, one is no network any more, one is left alone.
def sources = new File(basedir, 'src/main/java/shop')

new File(sources, 'Removed.java').text = 'package shop;\n\npublic interface Removed {}\n'

def edited = new File(sources, 'Edited.java')
def before = edited.text
edited.text = before.replace('out = 8', 'out = 16')
assert edited.text != before
