namespace Gateway.HubProtocol;

/// <summary>What a completion carries.</summary>
internal static class CompletionKind
{
    public const int Error = 1;
    public const int Void = 2;
    public const int Result = 3;
}
