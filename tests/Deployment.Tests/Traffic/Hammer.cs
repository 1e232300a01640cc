using System.Net;

namespace Investigations.Deployment.Tests;

/// <summary>Asks for more than its limit, through both nodes, all the time.</summary>
internal sealed class Hammer(HttpClient client)
{
    public async Task RunAsync(Func<bool> goesOn, CancellationToken cancellationToken)
    {
        while (goesOn())
        {
            try
            {
                using var response = await client.GetAsync("/api/v1/multi-tab/configuration", cancellationToken);
                Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.TooManyRequests || response.IsTrouble(), $"{response}");
            }
            catch (Exception exception) when (Answers.IsBroken(exception))
            {
                // It is among the exchanges.
            }

            await Task.Delay(60, cancellationToken);
        }
    }
}
