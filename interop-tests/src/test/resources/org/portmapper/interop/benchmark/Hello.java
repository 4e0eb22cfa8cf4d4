/** The least that a Java program can be: what it takes to start, no Java program does without. */
class Hello {
    public static void main(String[] arguments) {
        System.out.println("hello");
    }
}
