import { testProgramOf } from './page-program';

testProgramOf('readme-aws');
testProgramOf('readme-azure');
