namespace Gateway.Web.Platform.Store;

/// <summary>A key that signs or has signed tokens. For each algorithm at most one key is not retired.</summary>
internal sealed class SigningKeyEntry
{
    public required string Kid { get; init; }

    /// <summary>The JWS algorithm, <c>ES256</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The private key as PKCS#8, protected by <see cref="SecretProtector"/>.</summary>
    public required string ProtectedPrivateKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Set when the key no longer signs. The key verifies tokens as long as the row exists.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}
