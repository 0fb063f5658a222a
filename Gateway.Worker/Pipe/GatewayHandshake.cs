using System.Security.Cryptography;
using Gateway.Protocol;

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

        var challenge = await reader.ExpectAsync<ChallengeFrame>(FrameType.Challenge, cancellationToken);
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
        var adopt = await reader.ExpectAsync<AdoptFrame>(FrameType.Adopt, cancellationToken);
        reader.MaxBody = ProtocolLimits.MaxBody;
        return adopt;
    }
}
