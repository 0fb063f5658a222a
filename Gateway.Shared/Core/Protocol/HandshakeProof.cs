using System.Security.Cryptography;

namespace Gateway.Protocol;

/// <summary>
/// The proof with which each side shows that it knows the session's nonce: HMAC-SHA256 over its role, the session, and both
/// challenges. The role prevents a proof from being reflected; the two challenges prevent it from being replayed.
/// </summary>
public static class HandshakeProof
{
    public static byte[] OfGateway(ReadOnlySpan<byte> nonce, HelloFrame hello, ReadOnlySpan<byte> gatewayChallenge) =>
        Compute(nonce, "gateway", hello, gatewayChallenge);

    public static byte[] OfWorker(ReadOnlySpan<byte> nonce, HelloFrame hello, ReadOnlySpan<byte> gatewayChallenge) =>
        Compute(nonce, "worker", hello, gatewayChallenge);

    /// <summary>Compares in constant time.</summary>
    public static bool Matches(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual) =>
        CryptographicOperations.FixedTimeEquals(expected, actual);

    private static byte[] Compute(ReadOnlySpan<byte> nonce, string role, HelloFrame hello, ReadOnlySpan<byte> gatewayChallenge)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, nonce);
        Append(hmac, System.Text.Encoding.UTF8.GetBytes(role));
        Append(hmac, BitConverter.GetBytes(hello.Version));
        Append(hmac, System.Text.Encoding.UTF8.GetBytes(hello.SessionId));
        Append(hmac, System.Text.Encoding.UTF8.GetBytes(hello.Epoch));
        Append(hmac, BitConverter.GetBytes(hello.ProcessId));
        Append(hmac, hello.Challenge);
        Append(hmac, gatewayChallenge);
        return hmac.GetHashAndReset();
    }

    // The length comes first, so that two different inputs never produce the same bytes.
    private static void Append(IncrementalHash hmac, ReadOnlySpan<byte> part)
    {
        hmac.AppendData(BitConverter.GetBytes(part.Length));
        hmac.AppendData(part);
    }
}
