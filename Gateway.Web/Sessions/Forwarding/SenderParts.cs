using Gateway.Contracts;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Cluster.Trust;
using Gateway.Web.Sessions.Commands;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Sessions.Forwarding;

/// <summary>What a sender of commands needs of its site.</summary>
internal sealed class SenderParts(RequestConnection line, IOptions<ClusterOptions> options, IOptions<CommandOptions> commands)
{
    public RequestConnection Line => line;

    public ClusterOptions Options => options.Value;

    public string SubjectOf(string instance) => new SiteNames(options.Value.Site).CommandsOf(instance);

    /// <summary>How long a command may take. The owner refuses a time that is not allowed.</summary>
    public TimeSpan WaitFor(MxCommand command) =>
        TimeSpan.FromMilliseconds(Math.Clamp(command.TimeoutMs ?? commands.Value.DefaultTimeoutMs, 1, commands.Value.MaxTimeoutMs));
}
