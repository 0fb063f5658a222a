using Gateway.Web.Diagnostics;
using Gateway.Web.Hosting;

if (TokenCommand.IsMeant(args))
{
    return await TokenCommand.RunAsync(args, Console.Out, Console.Error);
}

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot.Find() });
builder.Logging.AddGatewayLogging(builder.Configuration);
builder.Services.AddGateway(builder.Configuration);

var app = builder.Build();
app.MapGateway();
return await app.RunGuardedAsync();
