package demo;

class NameTakenNetwork {}
