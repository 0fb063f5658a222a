namespace Gateway.Worker.ComTests;

/// <summary>Sets switches of the fake in the environment and removes them again.</summary>
internal sealed class FakeSwitches : IDisposable
{
    private readonly IReadOnlyDictionary<string, string> _switches;

    public FakeSwitches(IReadOnlyDictionary<string, string>? switches)
    {
        _switches = switches ?? new Dictionary<string, string>();
        foreach (var (name, value) in _switches)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose()
    {
        foreach (var name in _switches.Keys)
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }
}
