namespace Gateway.LoadTest.Runs;

/// <summary>Checks that must hold on any machine. They are counted as tests and printed as they are made.</summary>
internal sealed class Verdicts
{
    private int _passed;

    public int Failed { get; private set; }

    public string Summary => $"{_passed} passed, {Failed} failed";

    public void Check(string what, bool holds, string otherwise = "")
    {
        if (holds)
        {
            _passed++;
            return;
        }

        Failed++;
        Console.WriteLine($"FAILED: {what}. {otherwise}");
    }
}
