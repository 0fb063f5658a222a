using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Workers;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Checks a client's request to open a session.</summary>
internal sealed class OpenSessionValidator(IOptions<SessionOptions> sessions, IOptions<WorkerOptions> workers)
{
    private const int MaxText = 128;
    private const int MaxTag = 64;

    /// <returns>The backend of the session.</returns>
    /// <exception cref="GatewayException"><c>InvalidArgument</c> naming the field.</exception>
    public string Check(OpenSessionRequest request)
    {
        CheckText(request.Name, "name");
        CheckText(request.ClientIdentity, "clientIdentity");
        CheckText(request.CorrelationId, "correlationId");
        CheckTag(request.SessionTag);
        Require(
            request.LeaseSeconds is null || (request.LeaseSeconds >= 1 && request.LeaseSeconds <= sessions.Value.MaxLeaseSeconds),
            $"leaseSeconds must be between 1 and {sessions.Value.MaxLeaseSeconds}.");
        var backend = request.Backend ?? workers.Value.DefaultBackend;
        Require(workers.Value.Backends.ContainsKey(backend), $"backend must be one of: {string.Join(", ", workers.Value.Backends.Keys)}.");
        return backend;
    }

    /// <exception cref="GatewayException"><c>InvalidArgument</c>.</exception>
    public static void CheckTag(string? sessionTag) => Require(
        sessionTag is null || (sessionTag.Length is > 0 and <= MaxTag && sessionTag.All(IsTagCharacter)),
        $"sessionTag must have 1 to {MaxTag} characters, which are letters, digits or any of -_.: .");

    private static void CheckText(string? text, string name) => Require(
        text is null || (text.Length <= MaxText && !text.Any(char.IsControl)), $"{name} must have at most {MaxText} printable characters.");

    private static bool IsTagCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':';

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The session's settings are not valid: {rule}");
        }
    }
}
