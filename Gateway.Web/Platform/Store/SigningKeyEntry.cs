namespace Gateway.Web.Platform.Store;

/// <summary>A key that signs tokens. At most one per algorithm is not retired.</summary>
internal sealed class SigningKeyEntry
{
    public required string Kid { get; init; }

    /// <summary>JWS algorithm, <c>ES256</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>PKCS#8, protected by <see cref="SecretProtector"/>.</summary>
    public required string ProtectedPrivateKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Set when the key no longer signs. It verifies as long as the row exists.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}
