namespace Gateway.Worker;

/// <summary>What the gateway wrote to a spare worker. The nonce, in base64, is a secret.</summary>
internal sealed record SpareClaim(string Nonce, IReadOnlyList<string> Arguments)
{
    public override string ToString() => $"{nameof(SpareClaim)} {{ Arguments = {Arguments.Count} }}";
}
