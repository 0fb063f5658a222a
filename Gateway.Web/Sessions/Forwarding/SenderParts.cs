using Gateway.Web.Sessions.Cluster.Trust;
using Gateway.Web.Sessions.Commands;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>What a sender of calls needs of its sites.</summary>
internal sealed class SenderParts(TrustedSites sites, IOptions<CommandOptions> commands)
{
    /// <summary>The site of a session; null when this edge does not take part in it.</summary>
    public SiteTrust? SiteOf(string? name) => sites.Find(name);

    /// <summary>How long a call may take: a command as long as it says, and a session may take long to end. The owner refuses a time that is not allowed.</summary>
    public TimeSpan WaitFor(ForwardedCall call)
    {
        var asked = call.Command is { } command ? command.TimeoutMs : call.Find is null ? commands.Value.MaxTimeoutMs : null;
        return TimeSpan.FromMilliseconds(Math.Clamp(asked ?? commands.Value.DefaultTimeoutMs, 1, commands.Value.MaxTimeoutMs));
    }
}
