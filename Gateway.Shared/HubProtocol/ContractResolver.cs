using MessagePack;
using MessagePack.Formatters;

namespace Gateway.HubProtocol;

/// <summary>The formatters of all that hub methods take and give. No other resolver is asked, so nothing is formatted by generated code.</summary>
internal sealed class ContractResolver : IFormatterResolver
{
    private readonly bool _refuseUnknown;

    private ContractResolver(bool refuseUnknown) => _refuseUnknown = refuseUnknown;

    /// <summary>Skips members that a type does not have: a gateway may be newer than its client.</summary>
    public static ContractResolver Tolerant { get; } = new(refuseUnknown: false);

    /// <summary>Refuses members that a type does not have: what a client asks for must not be overlooked.</summary>
    public static ContractResolver Strict { get; } = new(refuseUnknown: true);

    public IMessagePackFormatter<T>? GetFormatter<T>() => _refuseUnknown ? Cache<T>.Strict : Cache<T>.Tolerant;

    private static class Cache<T>
    {
        public static readonly IMessagePackFormatter<T> Tolerant = new ContractFormatter<T>(refuseUnknown: false)!;

        public static readonly IMessagePackFormatter<T> Strict = new ContractFormatter<T>(refuseUnknown: true)!;
    }
}
