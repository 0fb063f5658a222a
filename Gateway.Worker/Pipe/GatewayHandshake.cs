using System.Security.Cryptography;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Wire;

namespace Gateway.Worker.Pipe;

/// <summary>The worker's half of the handshake, which PROTOCOL.md describes.</summary>
internal static class GatewayHandshake
{
    /// <returns>The settings that the gateway sent with its acceptance.</returns>
    /// <exception cref="ProtocolException">The other side is not this worker's gateway, or it violated the protocol.</exception>
    public static async Task<AdoptFrame> RunAsync(
        FrameReader reader, FrameWriter writer, WorkerIdentity identity, CancellationToken cancellationToken)
    {
        var hello = new HelloFrame
        {
            Version = ProtocolLimits.Version,
            SessionId = identity.SessionId,
            Epoch = identity.Epoch,
            ProcessId = Environment.ProcessId,
            Challenge = RandomNumberGenerator.GetBytes(ProtocolLimits.ChallengeBytes),
        };
        await writer.WriteAsync(FrameType.Hello, hello, cancellationToken);

        var challenge = await ExpectAsync<ChallengeFrame>(reader, FrameType.Challenge, cancellationToken);
        if (challenge.Version != ProtocolLimits.Version)
        {
            throw new ProtocolException($"The gateway speaks version {challenge.Version} of the worker pipe, this worker speaks version {ProtocolLimits.Version}.");
        }

        if (challenge.Challenge.Length != ProtocolLimits.ChallengeBytes
            || !HandshakeProof.Matches(HandshakeProof.OfGateway(identity.Nonce, hello, challenge.Challenge), challenge.Proof))
        {
            throw new ProtocolException("The listener on the pipe did not prove that it is the gateway.");
        }

        var proof = new ProofFrame { Proof = HandshakeProof.OfWorker(identity.Nonce, hello, challenge.Challenge) };
        await writer.WriteAsync(FrameType.Proof, proof, cancellationToken);
        var adopt = await ExpectAsync<AdoptFrame>(reader, FrameType.Adopt, cancellationToken);
        reader.MaxBody = ProtocolLimits.MaxBody;
        return adopt;
    }

    private static async Task<T> ExpectAsync<T>(FrameReader reader, FrameType type, CancellationToken cancellationToken)
    {
        var frame = await reader.ReadAsync(cancellationToken) ?? throw new ProtocolException("The gateway closed the pipe during the handshake.");
        if (frame.Type != type)
        {
            throw new ProtocolException($"Expected {type} during the handshake.");
        }

        try
        {
            return WireSerializer.Deserialize<T>(frame.Body.Span);
        }
        catch (MalformedDataException error)
        {
            throw new ProtocolException($"A {type} frame is malformed.", error);
        }
    }
}
