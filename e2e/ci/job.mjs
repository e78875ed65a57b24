// Runs a job that docs/ci.md prints as its CI service would, from the directory
// of the application, beside a double that has the variables of its service:
//
//   node job.mjs github|github-variables|gitlab|gitlab-variables DOUBLE
//
// It takes port 8077.
import {execFileSync, spawn} from 'node:child_process'
import {parsed} from './blocks.mjs'

const [, , kind, double] = process.argv

/** What each kind's service is started with, and the commands of its job. */
const jobs = {
    github() {
        const [{jobs: {test}}] = parsed('ci.md', 'GitHub Actions')
        return {commands: test.steps.filter(({run}) => run), service: test.services.sms77mock.env}
    },
    'github-variables'() {
        const [{services}] = parsed('ci.md', 'With variables only')
        return {...jobs.github(), service: services.sms77mock.env}
    },
    gitlab: () => gitlab(parsed('ci.md', 'GitLab')[0]),
    'gitlab-variables': () => gitlab(parsed('ci.md', 'With variables only')[1]),
}

/** GitLab's variables are the job's and the service's. */
function gitlab({test}) {
    return {commands: [test.script].flat().map(run => ({env: test.variables, run})), service: test.variables}
}

const {commands, service} = jobs[kind]()
const running = spawn(double, {env: {...process.env, ...service}, stdio: ['ignore', 'ignore', 'inherit']})
try {
    execFileSync(double, ['healthcheck', '--wait'])
    for (const {env, run} of commands) {
        execFileSync('bash', ['-ec', run], {env: {...process.env, ...env}, stdio: 'inherit'})
    }
} finally {
    running.kill()
}
