using Microsoft.Extensions.Options;

namespace Gateway.Worker;

/// <summary>Options that have the same value as long as the worker runs.</summary>
internal sealed class UnchangingOptions<T>(T value) : IOptionsMonitor<T>
{
    public T CurrentValue => value;

    public T Get(string? name) => value;

    public IDisposable? OnChange(Action<T, string?> listener) => null;
}
