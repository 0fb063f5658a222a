namespace Gateway.LoadTest.Runs;

/// <summary>What a run must show whatever the machine: counted as tests, and printed as they come.</summary>
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
