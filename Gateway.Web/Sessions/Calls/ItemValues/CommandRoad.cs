using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>
/// Runs a command of a request to its end, whether or not the request is still wanted: nobody else would know what became of it.
/// </summary>
/// <exception cref="GatewayException">The session refused it, or does not answer.</exception>
internal delegate Task<MxReply> CommandRoad(MxCommand command);
