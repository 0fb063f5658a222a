using MessagePack;
using MessagePack.Formatters;

namespace Gateway.HubProtocol;

/// <summary>The formatters of all that hub methods take and give. No other resolver is asked, so nothing is formatted by generated code.</summary>
internal sealed class ContractResolver : IFormatterResolver
{
    public static ContractResolver Instance { get; } = new();

    public IMessagePackFormatter<T>? GetFormatter<T>() => Cache<T>.Formatter;

    private static class Cache<T>
    {
        public static readonly IMessagePackFormatter<T> Formatter = new ContractFormatter<T>()!;
    }
}
