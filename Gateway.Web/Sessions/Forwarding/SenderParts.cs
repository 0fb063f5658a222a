using Gateway.Web.Sessions.Cluster.Trust;
using Gateway.Web.Sessions.Commands;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>What a sender of calls needs of its sites.</summary>
internal sealed class SenderParts(TrustedSites sites, IOptions<CommandOptions> commands)
{
    /// <summary>The site of a session; null when this edge does not take part in it.</summary>
    public SiteTrust? SiteOf(string? name) => sites.Find(name);

    /// <summary>How long a call may take: a command as long as it says. The owner refuses a time that is not allowed.</summary>
    public TimeSpan WaitFor(ForwardedCall call) =>
        TimeSpan.FromMilliseconds(Math.Clamp(call.Command?.TimeoutMs ?? commands.Value.DefaultTimeoutMs, 1, commands.Value.MaxTimeoutMs));
}
